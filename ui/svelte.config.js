export default {
  compilerOptions: {
    runes: true,
    // Build elements by DOM calls instead of innerHTML.
    fragments: "tree",
  },
  vitePlugin: {
    dynamicCompileOptions: ({ filename }) =>
      filename.includes("node_modules") ? { runes: undefined } : undefined,
  },
};

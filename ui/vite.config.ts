import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  server: { port: 5173, strictPort: true, host: "127.0.0.1" },
  build: {
    // The webviews of the three systems; WebKitGTK 2.36 and Safari 16 are the oldest.
    target: ["es2022", "safari16"],
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  // Svelte's browser build, also under vitest.
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.ts"],
    // One worker that keeps its modules: importing them is most of the time. A busy computer must
    // not make a test fail.
    pool: "threads",
    maxWorkers: 1,
    isolate: false,
    testTimeout: 60_000,
  },
});

// The interview, loaded when it is first needed.

export { default as Answers } from "./Answers.svelte";
export { default as Interview } from "./Interview.svelte";

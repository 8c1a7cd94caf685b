// One piece, loaded when the library is first opened.
export { default as OfferFacts } from "./OfferFacts.svelte";
export { default as Shelf } from "./Shelf.svelte";

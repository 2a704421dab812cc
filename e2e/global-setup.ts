// Playwright takes a default export only.
export { prepareDemo as default } from './support/prepared-demo.ts';

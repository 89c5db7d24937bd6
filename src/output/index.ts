// The shell that writes a folder of files: whole, or not at all.
export { replaceFolder } from './replace.ts';

// The shell that writes a folder of files: whole, or not at all.
export { OutputError } from './error.ts';
export { replaceFolder } from './replace.ts';

/** What makes a spreadsheet program take a cell for a formula (OWASP, "CSV Injection"), behind any number of our marks. */
const TAKEN_FOR_FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const MARKED = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** A cell that no spreadsheet program takes for a formula: an apostrophe before what it would. `unmarked` undoes it for any text. */
export const marked = (cell: string): string => (TAKEN_FOR_FORMULA.test(cell) ? `'${cell}` : cell);

/** A cell as it was before `marked`. */
export const unmarked = (cell: string): string => (MARKED.test(cell) ? cell.slice(1) : cell);

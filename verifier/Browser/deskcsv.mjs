// A table for a spreadsheet. Cells come from papers and file names that anybody may have made: none of them may become
// a formula (OWASP: CSV injection), break out of its cell, or lose its Bangla letters.
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]|^[\t\r\n]/u;
// Controls, and the marks that isolate directions on the page, which a cell would show or count as letters.
const NO_LETTERS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u2066-\u2069]/g;
const BOM = '\uFEFF'; // Excel takes a file without it for one of its own old code pages

// rows: arrays of values; null and undefined are empty cells. Lines end as RFC 4180 says.
export function csvOf(rows) {
  return BOM + rows.map(row => row.map(cell).join(',') + '\r\n').join('');
}

function cell(value) {
  const text = String(value ?? '').replace(NO_LETTERS, '');
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return `"${plain.replace(/\r\n?/g, '\n').replaceAll('"', '""')}"`;
}

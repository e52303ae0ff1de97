mod advice;
mod spreadsheet;
mod terms;

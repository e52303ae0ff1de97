mod advice;
mod files;
mod spreadsheet;
mod terms;

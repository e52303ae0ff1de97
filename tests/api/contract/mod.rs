mod document;
mod guide;
mod matrix;
mod refusals;

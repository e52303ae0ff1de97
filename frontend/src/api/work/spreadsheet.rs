//! Capturing many candidacies with a spreadsheet.

use contract::{
    capture::spreadsheet::{SheetApplied, SheetPlan},
    paths,
};
use gloo_net::http::Method;
use web_sys::File;

use super::{Work, object_url};
use crate::api::{ApiError, Body, escape};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Work {
    /// The spreadsheet to fill, as an address of this page.
    pub async fn spreadsheet(self) -> Result<String, ApiError> {
        object_url(&self.bytes(Method::GET, paths::spreadsheet(), Body::None).await?, XLSX)
    }

    /// Says what a filled spreadsheet would save.
    pub async fn plan_sheet(self, file: File) -> Result<SheetPlan, ApiError> {
        self.request(Method::POST, paths::spreadsheet_plan(), None, Body::File(file, XLSX.into())).await
    }

    /// Saves what the plan that was read says.
    pub async fn apply_sheet(self, file: File, digest: &str) -> Result<SheetApplied, ApiError> {
        let path = format!("{}?digest={}", paths::spreadsheet(), escape(digest));
        self.request(Method::POST, &path, None, Body::File(file, XLSX.into())).await
    }
}

//! The address where the registry leaves its file: asked with what was taken last, bounded in time and size.

use std::time::Duration;

use anyhow::{Context, bail};
use casework::registry::{Answer, FILE_MAX};
use ureq::{
    Agent,
    http::{
        StatusCode,
        header::{ETAG, IF_NONE_MATCH},
    },
    tls::{RootCerts, TlsConfig},
};
use url::Url;

/// Most time that a whole answer may take, which is less than a job's lease.
const WAIT: Duration = Duration::from_secs(60);

/// Where the registry leaves its file.
pub struct RegistryAddress {
    url: String,
    agent: Agent,
}

impl RegistryAddress {
    /// Reads the address; in production, one that travels by TLS.
    ///
    /// # Errors
    /// When it is none.
    pub fn new(url: &str, production: bool) -> anyhow::Result<Self> {
        let parsed = Url::parse(url).context("CONOCELES_REGISTRY_URL is not an address")?;
        match parsed.scheme() {
            "https" => {}
            "http" if !production => {}
            scheme => bail!("CONOCELES_REGISTRY_URL must be an https address, not {scheme}"),
        }
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let agent = Agent::config_builder()
            .timeout_global(Some(WAIT))
            .http_status_as_error(false)
            .https_only(production)
            .tls_config(tls)
            .build();
        Ok(Self { url: parsed.into(), agent: agent.into() })
    }

    /// The address, which may hold a password.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Asks for the file, unless it still is the one with this `ETag`.
    #[must_use]
    pub fn fetch(&self, etag: Option<&str>) -> Answer {
        let mut request = self.agent.get(&self.url);
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let mut answer = match request.call() {
            Ok(answer) => answer,
            Err(error) => return Answer::Fault(fault(&error)),
        };
        match answer.status() {
            StatusCode::NOT_MODIFIED => Answer::Unchanged,
            StatusCode::OK => {
                let etag = answer.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
                match answer.body_mut().with_config().limit(FILE_MAX as u64).read_to_vec() {
                    Ok(bytes) => Answer::File { bytes, etag },
                    Err(error) => Answer::Fault(fault(&error)),
                }
            }
            status => Answer::Fault(format!("El registro contestó {}.", status.as_u16())),
        }
    }
}

/// Why nothing came, without the address.
fn fault(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "El registro tardó demasiado en contestar.",
        ureq::Error::HostNotFound => "No se encuentra el servidor del registro.",
        ureq::Error::BodyExceedsLimit(_) => "El archivo del registro es demasiado grande.",
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) => "El certificado del servidor del registro no es válido.",
        ureq::Error::TooManyRedirects => "La dirección del registro lleva a otras sin fin.",
        _ => "No se pudo hablar con el servidor del registro.",
    }
    .to_owned()
}

//! The address where the registry leaves its file: asked with what was taken last, bounded in time and size.

use std::time::Duration;

use anyhow::{Context, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use casework::registry::Answer;
use contract::upload::REGISTRY;
use domain::time::Timestamp;
use percent_encoding::percent_decode_str;
use ureq::{
    Agent,
    http::{
        StatusCode,
        header::{AUTHORIZATION, ETAG, IF_NONE_MATCH, LAST_MODIFIED},
    },
    tls::{RootCerts, TlsConfig},
};
use url::Url;

/// Most time that a whole answer may take, which is less than a job's lease.
const WAIT: Duration = Duration::from_secs(60);

/// Where the registry leaves its file.
pub struct RegistryAddress {
    url: String,
    /// What the address's name and password are sent as.
    authorization: Option<String>,
    agent: Agent,
}

impl RegistryAddress {
    /// Reads the address; in production, one that travels by TLS.
    ///
    /// # Errors
    /// When it is none.
    pub fn new(url: &str, production: bool) -> anyhow::Result<Self> {
        let mut parsed = Url::parse(url).context("CONOCELES_REGISTRY_URL is not an address")?;
        let authorization = authorization(&parsed);
        if parsed.set_username("").and_then(|()| parsed.set_password(None)).is_err() {
            bail!("CONOCELES_REGISTRY_URL has no host");
        }
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
        Ok(Self { url: parsed.into(), authorization, agent: agent.into() })
    }

    /// The address, without its name and password.
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
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        let mut answer = match request.call() {
            Ok(answer) => answer,
            Err(error) => return Answer::Fault(fault(&error)),
        };
        match answer.status() {
            StatusCode::NOT_MODIFIED => Answer::Unchanged,
            StatusCode::OK => {
                let etag = answer.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
                // HTTP's dates are those of mail (RFC 9110, RFC 5322).
                let cut = answer.headers().get(LAST_MODIFIED).and_then(|date| date.to_str().ok());
                let cut = cut.and_then(Timestamp::from_http_date);
                match answer.body_mut().with_config().limit(REGISTRY.bytes as u64).read_to_vec() {
                    Ok(bytes) => Answer::File { bytes, etag, cut },
                    Err(error) => Answer::Fault(fault(&error)),
                }
            }
            status => Answer::Fault(format!("El registro contestó {}.", status.as_u16())),
        }
    }
}

/// HTTP's basic authentication (RFC 7617), where the address has a name.
fn authorization(url: &Url) -> Option<String> {
    let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    let (name, password) = (decoded(url.username()), decoded(url.password().unwrap_or_default()));
    (!name.is_empty()).then(|| format!("Basic {}", STANDARD.encode(format!("{name}:{password}"))))
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

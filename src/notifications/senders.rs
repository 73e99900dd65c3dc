//! Who sends: the providers and the mail server of the settings.

use platform::config::Config;
use platform::outbound::Outbound;
use platform::seal::Sealer;

use crate::console::Console;
use crate::mail::{BadMailSettings, Mailer};
use crate::render::Site;
use crate::sms::{self, SmsGateway};

/// Everything that a worker needs to send messages.
pub struct Senders {
    pub(crate) sealer: Sealer,
    /// In the order in which they are asked; never empty.
    pub(crate) sms: Vec<Box<dyn SmsGateway>>,
    pub(crate) mailer: Mailer,
    pub(crate) daily_parts: u32,
}

impl Senders {
    /// The senders of these settings; the console where there are none.
    pub fn new(config: &Config, sealer: Sealer) -> Result<Self, BadMailSettings> {
        let site = Site::new(&config.web.public_url);
        let outbound = Outbound::new(sms::WITHIN);
        let mut gateways: Vec<Box<dyn SmsGateway>> = config
            .messages
            .sms
            .iter()
            .map(|account| sms::gateway(account, outbound.clone(), &site.url))
            .collect();
        if gateways.is_empty() {
            gateways.push(Box::new(Console));
        }
        Ok(Self {
            sealer,
            sms: gateways,
            mailer: Mailer::new(config.messages.smtp.as_ref(), &site.host)?,
            daily_parts: config.messages.daily_sms_parts,
        })
    }

    pub(crate) fn gateway(&self, name: &str) -> Option<&dyn SmsGateway> {
        let found = self.sms.iter().find(|gateway| gateway.name() == name);
        found.map(|gateway| &**gateway)
    }
}

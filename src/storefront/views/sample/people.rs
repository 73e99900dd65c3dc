//! Signing in and an account, filled in.

use super::super::account::{AccountPage, AppPage, DeviceRow};
use super::super::forgotten::ForgottenPage;
use super::super::sign_in::{SignInPage, Step};
use super::{Scene, html};
use pages::Section;

impl Scene {
    pub(super) fn people(self) -> Vec<(&'static str, String)> {
        vec![
            ("sign-in", html(&self.sign_in(Step::Phone))),
            ("sign-in-code", html(&self.sign_in(Step::Code))),
            ("sign-in-password", html(&self.sign_in(Step::Password))),
            ("forgotten", html(&self.forgotten(false))),
            ("forgotten-code", html(&self.forgotten(true))),
            ("account", html(&self.account())),
            ("app", html(&self.app())),
            (
                "app-set-up",
                html(&AppPage {
                    made: Some((
                        "ABCDEFGH".into(),
                        "otpauth://totp/x".into(),
                        "<svg></svg>".into(),
                    )),
                    ..self.app()
                }),
            ),
            (
                "app-recovery",
                html(&AppPage {
                    recovery: vec!["ABCD-EFGH-IJKL-MNOP".into(); 10],
                    ..self.app()
                }),
            ),
        ]
    }

    fn sign_in(self, step: Step) -> SignInPage {
        SignInPage {
            page: self.page("/sign-in", "auth-sign-in", Section::Elsewhere),
            step,
            back: "/bn/account".into(),
            typed: "0171234".into(),
            sealed: "sealed".into(),
            sent_to: self
                .words
                .with("auth-code-sent", &[("to", "+8801•••••678".into())]),
            done: Some(self.words.t("auth-done-reset")),
            notice: Some(self.words.problem("auth.phone_length")),
        }
    }

    fn forgotten(self, is_sent: bool) -> ForgottenPage {
        let at = "/sign-in/forgotten";
        let values = [("to", "+8801•••••678".into()), ("minutes", "৫".into())];
        ForgottenPage {
            page: self.page(at, "auth-forgotten-title", Section::Elsewhere),
            sent: is_sent.then(|| {
                let said = self.words.with("auth-forgotten-sent", &values);
                ("sealed".into(), said)
            }),
            typed: "0171234".into(),
            notice: Some(self.words.problem("auth.phone_length")),
        }
    }

    fn account(self) -> AccountPage {
        let device = |is_this| DeviceRow {
            id: "ses_1".into(),
            name: "Mozilla/5.0 (Linux; Android 10; K)".into(),
            seen: self
                .words
                .with("auth-device-seen", &[("at", "01-02-2026 10:00".into())]),
            is_this,
        };
        AccountPage {
            page: self.page("/account", "auth-account", Section::Elsewhere),
            csrf: "token".into(),
            phone: "01712345678".into(),
            name: self.say("Karim Uddin", "করিম উদ্দিন"),
            email: "karim@example.com".into(),
            email_sent: None,
            email_is_verified: false,
            password_title: self.words.t("auth-password-change"),
            asks_current: true,
            is_admin: true,
            has_shops: true,
            devices: vec![device(true), device(false)],
            done: Some(self.words.t("auth-done-saved")),
            notice: None,
        }
    }

    fn app(self) -> AppPage {
        AppPage {
            page: self.page("/account/app", "auth-app", Section::Elsewhere),
            csrf: "token".into(),
            back: "/bn/account".into(),
            has_app: true,
            made: None,
            recovery: Vec::new(),
            notice: None,
        }
    }
}

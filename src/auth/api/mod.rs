//! `/auth`: signing in, staying signed in, and one's own account, for programs.

mod account;
mod codes;
mod passwords;
mod read;
mod sessions;
mod staff;
mod totp;

use utoipa_actix_web::service_config::ServiceConfig;

pub use account::read_profile;
pub use read::read_phone;

/// Routes of this slice, below `/api/v1`.
pub fn api(cfg: &mut ServiceConfig) {
    cfg.service(codes::send_code)
        .service(sessions::sign_in)
        .service(sessions::refresh)
        .service(sessions::list)
        .service(sessions::end_all)
        .service(sessions::end_one)
        .service(passwords::change)
        .service(passwords::reset)
        .service(account::show)
        .service(account::change)
        .service(account::verify_email)
        .service(totp::enrol)
        .service(totp::confirm)
        .service(totp::give)
        .service(staff::list)
        .service(staff::invite)
        .service(staff::leave)
        .service(staff::change_role)
        .service(staff::remove);
}

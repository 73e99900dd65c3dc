//! Who may do what: one line for each route. A route without a line fails the
//! build.

use super::May::{self, Everybody, SignedIn};

/// Method, path and who may. `{lang}` stands for both languages of the pages.
pub const TABLE: &[(&str, May)] = &[
    // Operations.
    ("GET /healthz", Everybody),
    ("GET /readyz", Everybody),
    ("GET /api/v1/openapi.json", Everybody),
    ("GET /api/explorer/{_:.*}", Everybody),
    ("GET /assets/{name:.*}", Everybody),
    // People.
    ("POST /api/v1/auth/otp", Everybody),
    ("POST /api/v1/auth/sessions", Everybody),
    ("POST /api/v1/auth/sessions/refresh", Everybody),
    ("GET /api/v1/auth/sessions", SignedIn),
    ("DELETE /api/v1/auth/sessions", SignedIn),
    ("DELETE /api/v1/auth/sessions/{id}", SignedIn),
    ("PUT /api/v1/auth/password", SignedIn),
    ("POST /api/v1/auth/password/reset", Everybody),
    ("GET /api/v1/auth/me", SignedIn),
    ("PATCH /api/v1/auth/me", SignedIn),
    ("POST /api/v1/auth/me/email", SignedIn),
    ("POST /api/v1/auth/totp", SignedIn),
    ("POST /api/v1/auth/totp/confirm", SignedIn),
    ("POST /api/v1/auth/totp/verify", SignedIn),
    // Places, shops and goods.
    // Pages.
];

use super::*;

fn read(vars: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::from_vars(
        vars.iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect(),
    )
}

#[test]
fn a_database_is_all_that_development_needs() {
    let config = read(&[("DATABASE_URL", "postgres:///haat")]).unwrap();
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
}

#[test]
fn production_refuses_every_unsafe_default_at_once() {
    let refused = read(&[
        ("DATABASE_URL", "postgres:///haat"),
        ("HAAT_STAGE", "production"),
        ("HAAT_CORS_ORIGINS", "*"),
    ]);
    assert_eq!(refused.unwrap_err().0.len(), 8);
}

#[test]
fn production_starts_with_real_settings() {
    let vars = [
        ("DATABASE_URL", "postgres:///haat"),
        ("HAAT_STAGE", "production"),
        ("HAAT_SECRET", "0123456789abcdef0123456789abcdef"),
        (
            "HAAT_SEAL_KEYS",
            "1:abcdef0123456789abcdef0123456789, 2:f0123456789abcdef0123456789abcde",
        ),
        ("HAAT_SEAL_INDEX", "6789abcdef0123456789abcdef012345"),
        ("HAAT_TOKEN_KEYS", "1:3456789abcdef0123456789abcdef012"),
        ("HAAT_PUBLIC_URL", "https://haat.example"),
        ("HAAT_SMS_PROVIDERS", "greenweb"),
        ("HAAT_SMS_GREENWEB_TOKEN", "token"),
        ("HAAT_SMTP_URL", "smtps://haat:word@mail.example"),
        ("HAAT_MAIL_FROM", "Haat <no-reply@haat.example>"),
    ];
    assert_eq!(read(&vars).unwrap().seal.keys.len(), 2);
}

#[test]
fn mistakes_are_named_together() {
    let refused = read(&[("HAAT_LISTEN", "nowhere"), ("HAAT_DB_POOL", "many")]);
    assert_eq!(refused.unwrap_err().0.len(), 3);
}

#[test]
fn sealing_keys_need_numbers() {
    for keys in ["secret", "0:secret", "1:a,b", "1:a,"] {
        let refused = read(&[
            ("DATABASE_URL", "postgres:///haat"),
            ("HAAT_SEAL_KEYS", keys),
        ]);
        assert_eq!(refused.unwrap_err().0.len(), 1, "{keys}");
    }
}

#[test]
fn messages_are_shown_in_development_and_nowhere_else() {
    let dev = read(&[("DATABASE_URL", "postgres:///haat")]).unwrap();
    assert!(dev.messages.shows_on_console());
    let refused = read(&[
        ("DATABASE_URL", "postgres:///haat"),
        ("HAAT_STAGE", "production"),
    ]);
    let told = refused.unwrap_err().to_string();
    for name in ["HAAT_SMS_PROVIDERS", "HAAT_SMTP_URL"] {
        assert!(told.contains(name), "{told}");
    }
}

#[test]
fn a_provider_needs_its_whole_account() {
    let messages = |vars: &[(&str, &str)]| {
        let database = [("DATABASE_URL", "postgres:///haat")];
        read(&[&database, vars].concat()).map(|config| config.messages)
    };
    let refused = messages(&[("HAAT_SMS_PROVIDERS", "twilio, pigeon,bulksmsbd")]);
    assert_eq!(refused.unwrap_err().0.len(), 3 + 1 + 2);
    let twice = messages(&[
        ("HAAT_SMS_PROVIDERS", "greenweb,greenweb"),
        ("HAAT_SMS_GREENWEB_TOKEN", "t"),
    ]);
    assert_eq!(twice.unwrap_err().0.len(), 1);
    let both = messages(&[
        ("HAAT_SMS_PROVIDERS", "greenweb, sslwireless"),
        ("HAAT_SMS_GREENWEB_TOKEN", "t"),
        ("HAAT_SMS_SSLWIRELESS_TOKEN", "t"),
        ("HAAT_SMS_SSLWIRELESS_SID", "HAAT"),
    ]);
    let names: Vec<&str> = both.unwrap().sms.iter().map(SmsAccount::name).collect();
    assert_eq!(names, ["greenweb", "sslwireless"]);
    for url in ["mail.example", "https://mail.example", "smtp:"] {
        let vars = [("HAAT_SMTP_URL", url), ("HAAT_MAIL_FROM", "a@b.example")];
        assert_eq!(messages(&vars).unwrap_err().0.len(), 1, "{url}");
    }
}

#[test]
fn pictures_are_kept_on_disk_unless_a_bucket_is_named() {
    let place = |vars: &[(&str, &str)]| {
        let usual = [
            ("DATABASE_URL", "postgres:///haat"),
            ("HAAT_DATA_DIR", "/var/lib/haat"),
        ];
        read(&[&usual, vars].concat()).map(|config| config.media.place)
    };
    assert!(matches!(place(&[]), Ok(MediaPlace::Disk(folder)) if folder.ends_with(".dev/media")));
    let keys = [("HAAT_MEDIA_KEY_ID", "id"), ("HAAT_MEDIA_KEY", "secret")];
    let url = (
        "HAAT_MEDIA_URL",
        "s3://photos/haat?endpoint=http://127.0.0.1:9000",
    );
    let Ok(MediaPlace::Bucket(bucket)) = place(&[keys[0], keys[1], url]) else {
        panic!("a bucket was named");
    };
    assert_eq!((&*bucket.name, &*bucket.prefix), ("photos", "haat"));
    assert_eq!(bucket.endpoint.as_deref(), Some("http://127.0.0.1:9000"));
    // Both keys are missed together.
    assert_eq!(place(&[url]).unwrap_err().0.len(), 2);
    assert!(place(&[("HAAT_MEDIA_URL", "ftp://photos")]).is_err());
}

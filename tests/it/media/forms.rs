//! Forms with files, as a browser without scripts sends them.

use actix_multipart::Multipart;
use actix_web::web::{Data, post};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use kernel::Clock;
use media::Media;
use platform::http::{Error, Fault as _};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Place, db_of, photo, photos_of, runtime};
use crate::haat::{Database, Reply};

/// What a slice does that owns a subject.
async fn photos(
    req: HttpRequest,
    form: Multipart,
    media: Data<Media>,
) -> Result<HttpResponse, Error> {
    let owner = Uuid::from_u128(1);
    let form = media::receive_form(&media, photos_of(1), owner, req.headers(), form).await?;
    let files = form.files.iter().map(|file| match file {
        Ok(_) => json!("taken"),
        Err(error) => json!(error.problem().unwrap().code),
    });
    let files: Vec<Value> = files.collect();
    Ok(HttpResponse::Ok().json(json!({ "files": files, "fields": form.fields })))
}

/// A server with that one route; its address.
fn serve(media: Media) -> String {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let server = HttpServer::new(move || {
                let media = Data::new(media.clone());
                App::new()
                    .app_data(media)
                    .route("/photos", post().to(photos))
            });
            let server = server.workers(1).bind("127.0.0.1:0").unwrap();
            tell.send(server.addrs()[0]).unwrap();
            server.run().await.unwrap();
        });
    });
    format!("http://{}/photos", told.recv().unwrap())
}

fn form(parts: &[(&str, Option<&str>, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, type_, content) in parts {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\nContent-Type: {type_}\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend_from_slice(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    body
}

fn send(url: &str, body: &[u8]) -> Reply {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .into();
    let request = agent
        .post(url)
        .header("content-type", "multipart/form-data; boundary=edge");
    Reply::of(request.send(body))
}

#[test]
fn each_file_of_a_form_is_taken_or_refused_by_itself() {
    let database = Database::migrated();
    let place = Place::new(false);
    let media = place.media(&database.url(), Clock::system(), &[]);
    let url = serve(media.clone());
    let photo = photo(64, 48);
    let reply = send(
        &url,
        &form(&[
            ("token", None, "text/plain", "হাট".as_bytes()),
            // Neither its name nor its declared type is believed.
            ("image", Some("../../../../etc/passwd"), "text/html", &photo),
            ("image", Some("evil.jpg"), "image/jpeg", b"<html><script>"),
            (
                "image",
                Some("IMG_1.HEIC"),
                "image/jpeg",
                b"\0\0\0\x18ftypheic\0\0\0\0",
            ),
            ("image", Some(""), "application/octet-stream", b""),
            ("image", Some("empty.jpg"), "image/jpeg", b""),
        ]),
    );
    assert_eq!(reply.status, 200, "{}", reply.text());
    let told = reply.json();
    assert_eq!(
        told["files"],
        json!(["taken", "media.not_an_image", "media.heic", "media.empty"]),
        "an input that was left empty is no file"
    );
    assert_eq!(told["fields"]["token"], "হাট");
    let there = runtime().block_on(async {
        let db = db_of(&database);
        let mut conn = db.get().await.unwrap();
        media::images_of(&mut conn, photos_of(1)).await.unwrap()
    });
    assert_eq!(there.len(), 1);
    let files = place.files();
    assert!(
        files.len() == 1 && !files[0].contains("passwd"),
        "{files:?}"
    );
}

#[test]
fn broken_forms_are_told_so() {
    let database = Database::migrated();
    let place = Place::new(false);
    let url = serve(place.media(&database.url(), Clock::system(), &[]));
    let whole = form(&[("image", Some("a.jpg"), "image/jpeg", &photo(64, 48))]);
    let cut = send(&url, &whole[..whole.len() / 2]);
    assert_eq!((cut.status, cut.code().as_str()), (400, "media.broke_off"));
    let much = form(&[("note", None, "text/plain", &[b'x'; 9_000])]);
    assert_eq!(send(&url, &much).status, 400);
}

# Haat as a small image: one binary, no shell needed, not root.
#
#   docker build -t haat .
#
# Both bases are arguments, for machines that mirror them or build their own.
# The builder needs Rust, gcc and libc6-dev; the runtime needs glibc at least as
# new as the builder's.
ARG BUILDER=docker.io/library/rust:1.95-slim-bookworm
ARG RUNTIME=docker.io/library/debian:bookworm-slim

FROM ${BUILDER} AS builder
WORKDIR /build
COPY . .
RUN cargo build --locked --profile dist --bin haat \
    && mkdir -p /out/bin /out/data /out/media \
    && cp target/dist/haat /out/bin/haat \
    && rm -rf target

FROM ${RUNTIME}
LABEL org.opencontainers.image.title="Haat" \
      org.opencontainers.image.description="A location-aware marketplace for Bangladesh" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
COPY --from=builder /out/bin/haat /usr/local/bin/haat
COPY LICENSE /usr/share/doc/haat/LICENSE
# Numbers, because a base need not have an /etc/passwd.
COPY --from=builder --chown=10001:10001 /out/data /var/lib/haat
COPY --from=builder --chown=10001:10001 /out/media /var/lib/haat-media
USER 10001:10001
WORKDIR /var/lib/haat
# Production refuses to start on default secrets.
ENV HAAT_STAGE=production \
    HAAT_LISTEN=0.0.0.0:8080 \
    HAAT_DATA_DIR=/var/lib/haat \
    HAAT_MEDIA_URL=file:///var/lib/haat-media
VOLUME ["/var/lib/haat", "/var/lib/haat-media"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/usr/local/bin/haat", "doctor", "--ready"]
ENTRYPOINT ["/usr/local/bin/haat"]
CMD ["serve"]

# The commands a person needs. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test e2e coverage schemathesis bench instructions fuzz chaos lint deny sbom hooks

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  HAAT_LISTEN=ADDRESS:PORT  where make run serves (127.0.0.1:8080)"
	@echo "  HAAT_DEV=DIRECTORY        where make run keeps its data (.dev)"
	@echo "  scripts/services help     the private PostgreSQL and Redis"

run: ## install what is missing, start the services, build, migrate, seed, serve
	@scripts/services install
	@scripts/with-services scripts/start

test: ## every check: formatting, clippy, tests, examples, instructions, browser
	@scripts/services install --test
	@scripts/with-services --test scripts/test

e2e: ## only the browser tests
	@scripts/services install --test
	@scripts/with-services --test scripts/e2e

bench: ## radius index and Banglish beside their peers, nearby beside PostGIS and Redis, search beside PostGIS
	@cargo bench -p haat-geo-index --bench peers
	@cargo bench -p bangla-text --bench words
	@scripts/services install
	@scripts/with-services --test cargo bench -p haat --bench '*'

instructions: ## count what the radius index's hot paths take; ACCEPT=yes accepts it
	@scripts/services install --test
	@scripts/instructions $(if $(ACCEPT),--accept)

fuzz: ## arbitrary input for the radius index and the text crate, FUZZ_SECONDS (60) for each target
	@scripts/fuzz

chaos: ## lose the database, Redis and the network on purpose; CHAOS_SEED repeats a run
	@scripts/services install --test
	@scripts/chaos

coverage: ## lines that the tests run through, by crate; at least 80 %, of the two libraries 95 % (needs cargo-llvm-cov)
	@scripts/services install --test
	@scripts/with-services --test scripts/coverage

schemathesis: ## every operation of the API as every role, with what fits its description and what does not
	@scripts/services install --test
	@scripts/schemathesis

lint: ## formatting, clippy and shell scripts
	@scripts/lint

deny: ## licences, advisories and sources of all dependencies (needs cargo-deny)
	@command -v cargo-deny >/dev/null || { echo "cargo-deny is missing: cargo install --locked cargo-deny"; exit 1; }
	@cargo deny check

sbom: ## the bill of materials of the binary, as CycloneDX on standard output
	@scripts/sbom

hooks: ## check formatting and scripts at every commit
	@git config core.hooksPath scripts
	@echo "scripts/pre-commit now runs at every commit."

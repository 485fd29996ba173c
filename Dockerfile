# The portal for production: one image for the pages, the worker and its clock.
# docker-compose.yml shows how they run together; docs/operations.md tells the rest.

FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY locale locale
RUN find locale -name '*.po' -exec sh -c 'msgfmt --output-file "${1%.po}.mo" "$1"' sh {} \;

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/portal --create-home portal
COPY --from=build /opt/venv /opt/venv
WORKDIR /srv/portal
COPY . .
COPY --from=build /build/locale locale
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_PYTHON=/opt/venv/bin/python \
    PORTAL_BIND=0.0.0.0 \
    PORTAL_DATA_DIR=/var/lib/portal \
    PORTAL_STATIC_ROOT=/srv/static
# Gathering files asks no server anything, but the settings want to know where they would be.
RUN PORTAL_MODE=demo DATABASE_URL=postgres://none@localhost/none REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --noinput
# The program belongs to root: what runs cannot rewrite itself.
USER portal
VOLUME /var/lib/portal
EXPOSE 8000
CMD ["scripts/serve", "web"]

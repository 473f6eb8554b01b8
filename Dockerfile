# syntax=docker/dockerfile:1

# --- Style sheet and scripts --------------------------------------------------------------------
FROM node:22.19.0-trixie-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY assets.mjs ./
COPY static static
RUN npm run build

# --- Python packages ----------------------------------------------------------------------------
FROM python:3.13.7-slim-trixie AS packages
WORKDIR /build
COPY requirements-production.lock ./
RUN python -m venv /packages \
    && /packages/bin/pip install --no-cache-dir --require-hashes -r requirements-production.lock

# --- The site -----------------------------------------------------------------------------------
FROM python:3.13.7-slim-trixie
# pg_dump and pg_restore of the database's own major version, for backups.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/packages/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/site/staticfiles \
    PORT=8000 \
    PRELOAD=on
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /site site
WORKDIR /site
COPY --from=packages /packages /packages
COPY manage.py gunicorn.conf.py pyproject.toml ./
COPY opcc opcc
COPY plans plans
COPY governance governance
COPY commissioning commissioning
COPY templates templates
COPY static static
COPY --from=assets /build/static/build static/build
COPY deploy/healthy.py deploy/again.sh deploy/
# The key serves this one command and is thrown away with it. A volume belongs to whom the folder
# belongs in whose place it stands. Backups are not where the site would look for them: it has none,
# and would warn that it cannot write there.
RUN SECRET_KEY=build-only ALLOWED_HOSTS=localhost python manage.py collectstatic --noinput \
    && python -m compileall -q opcc plans governance commissioning \
    && mkdir -p var/papers var/evidence backups \
    && chown -R 10001:10001 var backups
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "deploy/healthy.py"]
CMD ["gunicorn"]

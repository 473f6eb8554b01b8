# syntax=docker/dockerfile:1

# --- Style sheet and scripts --------------------------------------------------------------------
FROM node:22-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY assets.mjs ./
COPY static static
RUN npm run build

# --- Python packages ----------------------------------------------------------------------------
FROM python:3.13-slim AS packages
COPY requirements-production.lock ./
RUN python -m venv /packages \
    && /packages/bin/pip install --no-cache-dir --require-hashes -r requirements-production.lock

# --- The site -----------------------------------------------------------------------------------
FROM python:3.13-slim
ENV PATH=/packages/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/site/staticfiles \
    PORT=8000
RUN useradd --system --create-home --home-dir /site site
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
COPY deploy/healthy.py deploy/healthy.py
# The key serves this one command and is thrown away with it.
RUN SECRET_KEY=build-only ALLOWED_HOSTS=localhost python manage.py collectstatic --noinput \
    && mkdir var && chown site var
USER site
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "deploy/healthy.py"]
CMD ["gunicorn"]

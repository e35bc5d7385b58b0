# The site in one image: web, worker and beat are this image with another command.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/egov
ENV PATH=/opt/egov/bin:$PATH
WORKDIR /srv/egov
COPY requirements.lock .
RUN pip install --no-deps --require-hashes -r requirements.lock
COPY . .
# Settings want to know the servers; collecting static files asks neither.
RUN DATABASE_URL=postgres:///nowhere REDIS_URL=redis://nowhere SECRET_KEY=unused \
    EGOV_STATIC_DIR=/srv/egov/collected python manage.py collectstatic --no-input --verbosity 0

FROM python:3.12-slim
RUN groupadd --gid 10001 egov \
    && useradd --uid 10001 --gid egov --no-create-home --home-dir /data --shell /usr/sbin/nologin egov \
    && install -d -o egov -g egov -m 700 /data
COPY --from=build /opt/egov /opt/egov
COPY --from=build /srv/egov /srv/egov
ENV PATH=/opt/egov/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    EGOV_BIND=0.0.0.0 \
    EGOV_DATA_DIR=/data \
    EGOV_STATIC_DIR=/srv/egov/collected
WORKDIR /srv/egov
USER egov
VOLUME /data
EXPOSE 8000
CMD ["honcho", "start", "web"]

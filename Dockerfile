# One image; its argument says what runs: web, worker, relay, schedule, or prepare (which migrates, and comes first).
FROM debian:bookworm-slim

ENV DEBIAN_FRONTEND=noninteractive \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# Pango draws the PDFs; nothing is compiled, so no compiler comes along.
RUN apt-get update -qq && \
    apt-get install -y -qq --no-install-recommends ca-certificates python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 && \
    rm -rf /var/lib/apt/lists/*

WORKDIR /app

# The packages change seldom, the portal often: two layers.
COPY requirements.lock /app/requirements.lock
RUN python3 -m venv /app/.venv && \
    /app/.venv/bin/pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

COPY wsgi.py gunicorn.conf.py pyproject.toml /app/
COPY portal /app/portal
COPY workers /app/workers
COPY templates /app/templates
COPY static /app/static
COPY migrations /app/migrations
COPY deploy/entrypoint /app/deploy/entrypoint

RUN /app/.venv/bin/python -m compileall -q portal workers migrations && \
    useradd --system --uid 10001 --home-dir /data trackside && \
    install -d -o trackside -g trackside -m 0700 /data

ENV HOST=0.0.0.0 \
    PORT=8000 \
    TRACKSIDE_HOME=/data \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    MALLOC_ARENA_MAX=2

USER trackside
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s --retries=3 CMD ["/app/deploy/entrypoint", "healthy"]
ENTRYPOINT ["/app/deploy/entrypoint"]
CMD ["web"]

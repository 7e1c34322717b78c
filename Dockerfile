FROM python:3.12-slim-bookworm
# pg_dump and pg_restore, of the server's version, for `recovery db dump` and `restore`
RUN apt-get update -q && apt-get install -y -q --no-install-recommends postgresql-client-15 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/territorial-recovery
COPY . .
RUN pip install --no-cache-dir -r requirements.lock \
 && pip install --no-cache-dir --no-deps --no-build-isolation . \
 && useradd --system --create-home recovery \
 && install -d -o recovery /home/recovery/data
USER recovery
ENV RECOVERY_HOME=/home/recovery/data
EXPOSE 8050
CMD ["sh", "-c", "recovery load ecuador && exec recovery serve --host 0.0.0.0 --port 8050 --workers 2 --log-json --metrics-host 0.0.0.0 --metrics-port 9108"]

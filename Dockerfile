FROM python:3.12-slim-bookworm
WORKDIR /srv/territorial-recovery
COPY . .
RUN pip install --no-cache-dir -r requirements.lock \
 && pip install --no-cache-dir --no-deps --no-build-isolation . \
 && useradd --system --create-home recovery
USER recovery
ENV RECOVERY_HOME=/home/recovery/data
EXPOSE 8050
CMD ["sh", "-c", "recovery load ecuador && exec recovery serve --host 0.0.0.0 --port 8050"]

# The app for a team, as docs/team.md tells. Built from this folder: docker build -t ssi-coach .

FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/ssi \
 && /opt/ssi/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE app.py ./
COPY .streamlit/config.toml .streamlit/config.toml
COPY sample_data sample_data
COPY pages pages
COPY ssi_core ssi_core
RUN /opt/ssi/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation --no-index .

FROM python:3.13-slim
# A number of its own, so that files mounted from outside can be given to it.
RUN useradd --uid 10001 --create-home ssi && install -d -o ssi -g ssi /data
COPY --from=build /opt/ssi /opt/ssi
# Columns that somebody had remembered, and records where SSI_DATABASE_URL names no PostgreSQL, lie in /data.
ENV PATH=/opt/ssi/bin:$PATH HOME=/home/ssi SSI_CONFIG_DIR=/data/config SSI_DATA_DIR=/data/records
USER ssi
WORKDIR /home/ssi
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["ssi", "app", "--no-browser", "--address", "0.0.0.0", "--port", "8501"]

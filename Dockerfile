# Built in one stage and copied: what runs has no pip cache and no sources.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt setup.cfg setup.py pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/mock_od \
    && /opt/mock_od/bin/pip install --no-cache-dir --requirement requirements.txt
COPY mock_od mock_od
COPY fixtures fixtures
RUN /opt/mock_od/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
COPY --from=build /opt/mock_od /opt/mock_od
RUN useradd --system --no-create-home mock_od
USER mock_od
ENV PATH=/opt/mock_od/bin:$PATH PYTHONUNBUFFERED=1 MOCK_OD_PORT=30222 MOCK_OD_LOG=json
EXPOSE 30222
HEALTHCHECK --interval=5s --timeout=2s --start-period=5s --retries=5 \
    CMD ["python", "-c", "import os, ssl, urllib.request as r; r.urlopen('http' + 's' * (os.environ.get('MOCK_OD_TLS') == '1') + '://127.0.0.1:' + os.environ['MOCK_OD_PORT'] + '/__admin/health', timeout=2, context=ssl._create_unverified_context())"]
CMD ["mock-od", "serve", "--host", "0.0.0.0"]

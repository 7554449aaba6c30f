# Built in one stage and copied: what runs has no pip, no Faker (mock-od generate is for other machines) and no sources.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
WORKDIR /src
# Of libraries, the image has bytecode without sources, and no debuggers' tables: an image has no use for these 30 MB.
RUN apt-get update && apt-get install --yes --no-install-recommends binutils
COPY requirements.txt ./
RUN python -m venv --without-pip /opt/mock_od \
    && python -m pip --python /opt/mock_od/bin/python install --no-cache-dir --no-compile --requirement requirements.txt \
    && find /opt/mock_od -name '*.so' -exec strip --strip-unneeded {} + \
    && /opt/mock_od/bin/python -m compileall -q -b /opt/mock_od/lib \
    && find /opt/mock_od/lib \( -name '*.py' -o -name '*.py[ix]' -o -name '*.pxd' -o -name '*.[ch]' \) -delete
COPY setup.cfg setup.py pyproject.toml README.md LICENSE ./
COPY mock_od mock_od
COPY fixtures fixtures
RUN python -m pip --python /opt/mock_od/bin/python install --no-cache-dir --no-deps .

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=
ARG SOURCE=
LABEL org.opencontainers.image.title="mock_od" \
      org.opencontainers.image.description="A simulator server of Open Dental's REST API, for tests" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
# The base's own pip goes as well. Any user may write the CA of https: a container may run as one that has no name.
RUN python -c "import shutil; from importlib.util import find_spec as find; \
    [shutil.rmtree(found.submodule_search_locations[0]) for found in map(find, ['pip', 'ensurepip']) if found]" \
    && rm -f /usr/local/bin/pip* && install --directory --mode=1777 /ca
COPY --from=build /opt/mock_od /opt/mock_od
USER 10001:10001
WORKDIR /
ENV PATH=/opt/mock_od/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MOCK_OD_HOST=0.0.0.0 MOCK_OD_PORT=30222 MOCK_OD_TLS_CA=/ca/mock-od-ca.pem MOCK_OD_LOG=json
EXPOSE 30222
HEALTHCHECK --interval=5s --timeout=2s --start-period=5s --retries=5 CMD ["mock-od", "health"]
ENTRYPOINT ["mock-od"]
CMD ["serve"]

# The action's image. The base can be replaced: docker build --build-arg BASE=image .
ARG BASE=python:3.13.15-slim-trixie@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b

FROM ${BASE} AS build
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
COPY requirements/build.txt requirements/runtime.txt requirements/
# Two environments: one that builds the wheel, and the one that is shipped, which has neither pip nor a build tool.
RUN python -m venv /build \
    && /build/bin/pip install --quiet --require-hashes --only-binary :all: -r requirements/build.txt \
    && python -m venv --without-pip /opt/slo-gate \
    && /build/bin/pip --python /opt/slo-gate/bin/python install --quiet --no-compile --require-hashes \
        --only-binary :all: -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY slo_gate slo_gate
# Bytecode is compiled here, since each run starts from a fresh container. It is trusted unseen: nothing changes it later.
RUN /build/bin/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /build/bin/pip --python /opt/slo-gate/bin/python install --quiet --no-compile --no-deps /wheels/*.whl \
    && python -m compileall -q --invalidation-mode unchecked-hash /opt/slo-gate/lib

FROM ${BASE}
LABEL org.opencontainers.image.title="slo-gate" \
    org.opencontainers.image.description="Gates deploys on the error budget that is really left" \
    org.opencontainers.image.source="https://github.com/slo-gate/slo-gate" \
    org.opencontainers.image.licenses="Apache-2.0"
# The official base ships its standard library without bytecode.
RUN python -m compileall -q --invalidation-mode unchecked-hash \
    -x '/(site-packages|dist-packages|ensurepip|idlelib|test|tests|tkinter|turtledemo)/' \
    "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
COPY --from=build /opt/slo-gate /opt/slo-gate
ENV PATH=/opt/slo-gate/bin:$PATH
# No USER and no WORKDIR: GitHub mounts a workspace that belongs to another user, and asks that its actions run as root.
# -I: the workspace is the current folder and holds other people's files, so nothing is imported from there, nor from
# what PYTHON… variables or the mounted home folder name. -u: the log appears as it is written.
ENTRYPOINT ["/opt/slo-gate/bin/python", "-I", "-u", "-m", "slo_gate.action"]

# The same program twice: `cpu`, and `gpu` on PyTorch's own libraries. docs/running.md says how they are used.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn -B -ntp -Dmaven.test.skip=true package \
 && java -Djarmode=tools -jar target/attune.jar extract --layers --destination layers


FROM python:3.12-slim-bookworm AS gpu
RUN apt-get update \
 && apt-get install -y --no-install-recommends openjdk-17-jre-headless \
 && rm -rf /var/lib/apt/lists/* \
 && pip install --no-cache-dir torch==2.7.1
ENV ATTUNE_HOME=/attune \
    ATTUNE_PYTORCH_LIBRARIES=/usr/local \
    DJL_CACHE_DIR=/attune/cache/djl \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
# The user has no home: all that is written, native libraries too, lies in Attune's.
RUN useradd --uid 10001 --no-create-home attune && install -d -o attune /attune
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER attune
VOLUME /attune
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "attune.jar"]


FROM eclipse-temurin:17-jre AS cpu
ENV ATTUNE_HOME=/attune \
    DJL_CACHE_DIR=/attune/cache/djl
RUN useradd --uid 10001 --no-create-home attune && install -d -o attune /attune
WORKDIR /app
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER attune
VOLUME /attune
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "attune.jar"]

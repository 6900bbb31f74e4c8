# docker build -t slipway-fence -f qemu/fence.Dockerfile .      in the folder of images; podman build likewise
#
# What closes the network of a guest's container before qemu is in it: nft, the libraries that it needs, and a shell to wait in.
ARG BASE=slipway-qemu-base
FROM ${BASE} AS gathered
LABEL slipway.stage=gathered
COPY qemu/fence /src/
RUN mkdir -p /out/bin && cp /bin/busybox /out/bin/sh && cp /src/fence /out/bin/fence && chmod 755 /out/bin/fence && \
	ldd /usr/sbin/nft | sed -n 's/^[^/]*\(\/[^ ]*\).*/\1/p' | while read -r library; do \
		mkdir -p "/out$(dirname "$library")" && cp -L "$library" "/out$library"; \
	done && cp /usr/sbin/nft /out/bin/nft

FROM scratch
COPY --from=gathered /out/ /
ENTRYPOINT ["fence"]

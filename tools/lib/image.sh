# shellcheck shell=sh
# The guest image: built from Debian's packages by `images/debian/…/genimg`, and only again when what it is made of changed.

images=$home/images
image=${SLIPWAY_IMAGE:-debian/bookworm}

# The folder that the runner reads: the checkout's scripts, anew at each start, around the root images that were built.
lay_out_images() {
	mkdir -p "$images"
	cp -R "$SLIPWAY_ROOT/images/." "$images/"
}

# One image is built at a time in one home. With SLIPWAY_IMAGES_CACHE, a folder, stacks share what they build.
build_image() {
	lay_out_images
	image_root=$images/$image/x86_64/root.img.qcow2
	image_stamp=$(sh "$SLIPWAY_ROOT/images/$image/genimg" --stamp)
	if [ -f "$image_root" ] && [ "$(cat "$image_root.stamp" 2>/dev/null)" = "$image_stamp" ]; then
		say "  Image $image: nothing that it is made of changed; reused"
		return
	fi
	if [ -z "${SLIPWAY_IMAGES_CACHE:-}" ]; then
		step image "Building the image $image (first use of this release)" generate_image
		return
	fi
	mkdir -p "$SLIPWAY_IMAGES_CACHE"
	image_cached=$SLIPWAY_IMAGES_CACHE/$(echo "$image" | tr / -)-$image_stamp.qcow2
	exec 7>"$image_cached.lock"
	if ! flock -n 7; then
		say "  waiting for another stack that builds the image $image"
		flock 7
	fi
	if [ ! -f "$image_cached" ]; then
		step image "Building the image $image (kept for other stacks)" generate_image
		cp "$image_root" "$image_cached.new"
		mv "$image_cached.new" "$image_cached"
	fi
	mkdir -p "$(dirname "$image_root")"
	ln -f "$image_cached" "$image_root" 2>/dev/null || cp "$image_cached" "$image_root"
	echo "$image_stamp" >"$image_root.stamp"
	exec 7>&-
	say "  Image $image: taken from \`$SLIPWAY_IMAGES_CACHE\`"
}

generate_image() {
	rm -f "$image_root.stamp"
	SLIPWAY_IMAGES=$images TMPDIR=$home/tmp sh "$SLIPWAY_ROOT/images/$image/genimg" 7>&- 9>&-
	[ -f "$image_root" ] || {
		say "Building the image $image: genimg ended well, and left no \`$image_root\`"
		return 1
	}
	echo "$image_stamp" >"$image_root.stamp"
}

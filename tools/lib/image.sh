# shellcheck shell=sh
# The guest image: built from Debian's packages by `images/debian/…/genimg`, and only again when what it is made of changed.

images=$home/images
image=${SLIPWAY_IMAGE:-debian/bookworm}
image_arch=amd64

# The folder that the runner reads: the checkout's scripts, anew at each start, around the root images that were built.
# Times are kept: warm templates and checkpoints fit no image whose files are newer.
lay_out_images() {
	mkdir -p "$images"
	cp -Rp "$SLIPWAY_ROOT/images/." "$images/"
}

# What was built is kept under the stamp of what it is made of, in a folder that all stacks of the checkout share, or the one that
# SLIPWAY_IMAGES_CACHE names; each stack links to it.
image_cache=${SLIPWAY_IMAGES_CACHE:-$SLIPWAY_ROOT/.slipway/cache}

build_image() {
	lay_out_images
	mkdir -p "$image_cache"
	image_stamp=$(sh "$SLIPWAY_ROOT/images/$image/genimg" --stamp)
	image_cached=$image_cache/$(echo "$image" | tr / -)-$image_stamp
	exec 7>"$image_cached.lock"
	if ! flock -n 7; then
		say "  Image $image: another stack is building it; waiting"
		flock 7
	fi
	if [ -d "$image_cached" ]; then
		say "  Image $image: nothing that it is made of changed; reused"
	else
		step image "Building the image $image (from Debian's packages)" generate_image
	fi
	exec 7>&-
	link_image
}

# What a build that was cut off left, of a stamp that may never come again; one that is at work holds its lock.
sweep_cache() {
	for left in "$image_cache"/*.new; do
		[ ! -d "$left" ] || [ "$left" = "$image_cached.new" ] || flock -n "${left%.new}.lock" rm -rf --one-file-system "$left" || :
	done
}

generate_image() {
	sweep_cache
	# What an earlier one left half there, genimg sweeps itself: not all of it is this user's.
	mkdir -p "$image_cached.new"
	SLIPWAY_IMAGES=$image_cached.new TMPDIR=$home/tmp sh "$SLIPWAY_ROOT/images/$image/genimg" 7>&- 9>&-
	[ -f "$image_cached.new/$image/$image_arch/root.img.qcow2" ] || {
		say "Building the image $image: genimg ended well, and left no \`$image/$image_arch/root.img.qcow2\`"
		return 1
	}
	mv "$image_cached.new" "$image_cached"
}

# A guest that runs keeps the files it has open, so replacing a link disturbs none.
link_image() {
	rm -rf "${images:?}/$image/$image_arch"
	cp -Rl "$image_cached/$image/$image_arch" "$images/$image/" 2>/dev/null ||
		cp -Rp "$image_cached/$image/$image_arch" "$images/$image/"
}

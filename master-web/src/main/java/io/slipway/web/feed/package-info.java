// SPDX-License-Identifier: Apache-2.0
/**
 * What other sites and programs fetch of a user's jobs: badges (SVG) and feeds (RSS 2.0). They come without a login, so they tell of public
 * jobs alone; a user's own feed tells the user of all. Well-formed whatever a note or a label holds.
 */
package io.slipway.web.feed;

// SPDX-License-Identifier: Apache-2.0
package io.slipway.error;

/** What a caller can do about a problem; an API translates it to its own codes. */
public enum Kind {
    /** The request or manifest must be mended. */
    INVALID,
    /** The request or manifest is larger than is taken. */
    TOO_LARGE,
    /** Credentials are needed, or those given are not known. */
    UNAUTHENTICATED,
    /** The caller is known and may not do this. */
    FORBIDDEN,
    /** There is no such thing, or the caller may not know of it. */
    NOT_FOUND,
    /** The thing stands in a state that does not allow this. */
    CONFLICT,
    /** The asked range of bytes does not exist. */
    RANGE,
    /** It was tried too often; the same call may go through after a while, which the problem tells. */
    TOO_OFTEN,
    /** Something of ours is down; the same call may go through later. */
    UNAVAILABLE,
    /** A defect or a fault of ours; the call may or may not go through later. */
    INTERNAL
}

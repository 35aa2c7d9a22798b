// Package results reads what the ViddyScribe API answers to get_results, in
// every documented shape, and writes scripts as JSON in the API's own shape.
//
// [Decode] takes the whole answer, the output object out of it, or a bare
// array of segments. Descriptions may be segments, the older items, or text:
// WebVTT, SRT, EDL or JSON in a string. Where several are given the most exact
// one is read: segments, then items, then text.
//
// An answer without descriptions is an error that says why: [ErrNotReady],
// [*FailedError], [*StatusError], [ErrNoDescriptions], or [*APIError] for the
// body of an HTTP error. The [*Job] comes along where there is one. Errors
// about the input are [*script.ParseError].
//
// # Security considerations
//
// Answers hold signed URLs, which give whoever has them the media. They are
// kept in [Job] only: no error, warning or printed Job shows them, nor API
// keys, whatever part of the answer they stand in. No input makes the
// decoder panic, or take memory beyond a few times the input's size.
package results

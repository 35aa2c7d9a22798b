// Package ttml reads and writes TTML, the W3C's Timed Text Markup Language.
package ttml

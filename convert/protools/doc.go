// Package protools reads and writes the text that Avid Pro Tools exports as
// Session Info.
//
// Pro Tools itself cannot import that text, but tools for recording and for
// setting markers do. [Encoder] writes each segment twice: as a marker, whose
// name is the text, cut at a word, because that is what the ruler shows, or
// carries the segment's id, as in "AD 7", and whose comment is the text, line
// breaks included; and as a clip on a track, whose name is the text on one
// line and which has the length that markers lack. Items chooses one of them.
//
// [Decoder] reads the markers, of versions with and without the columns for
// tracks, and takes their lengths from the clips that begin with them and bear
// their text. Where the names of clips hold more than twice as many words it
// reads the clips: of the tracks whose clips are called like descriptions, or
// of one. It says what it left. Fades, and the second and further channels of a track, are no descriptions.
// The text states frame rate and session start. Times may be timecodes, with or
// without subframes of two or three digits, minutes and seconds, or samples; of markers that are given
// in bars or feet the time reference in samples is read.
//
// The layout follows texts that Pro Tools 2020 to 2023 exported; what other
// versions do, and which tools bear more than those do, is known less well.
//
// # Security considerations
//
// Input is limited by MaxBytes, and memory is in proportion to it.
package protools

const format = "protools"

// Items are what stands for segments.
type Items uint8

const (
	// Auto writes markers and clips, and reads markers, or clips when there
	// are no markers.
	Auto Items = iota
	// Markers reads and writes markers only.
	Markers
	// Clips reads and writes clip names only.
	Clips
)

// The headings and columns of the text.
const (
	trackListing   = "T R A C K  L I S T I N G"
	markersListing = "M A R K E R S  L I S T I N G"

	keySession    = "SESSION NAME:"
	keySampleRate = "SAMPLE RATE:"
	keyStart      = "SESSION START TIMECODE:"
	keyFormat     = "TIMECODE FORMAT:"
	keyTrack      = "TRACK NAME:"
)

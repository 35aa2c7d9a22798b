package xmltoken

import "strings"

// Namespaces of TTML 1 and 2, of the profiles built on them, and our own.
const (
	NSTT  = "http://www.w3.org/ns/ttml"
	NSTTP = "http://www.w3.org/ns/ttml#parameter"
	NSTTS = "http://www.w3.org/ns/ttml#styling"
	NSTTM = "http://www.w3.org/ns/ttml#metadata"
	NSTTA = "http://www.w3.org/ns/ttml#audio"

	NSDAPTM  = "http://www.w3.org/ns/ttml/profile/dapt#metadata"
	NSITTS   = "http://www.w3.org/ns/ttml/profile/imsc1#styling"
	NSITTP   = "http://www.w3.org/ns/ttml/profile/imsc1#parameter"
	NSITTM   = "http://www.w3.org/ns/ttml/profile/imsc1#metadata"
	NSEBUTTM = "urn:ebu:tt:metadata"
	NSEBUTTS = "urn:ebu:tt:style"
	NSSMPTE  = "http://www.smpte-ra.org/schemas/2052-1/2010/smpte-tt"
	NSXLink  = "http://www.w3.org/1999/xlink"

	NSXML   = "http://www.w3.org/XML/1998/namespace"
	NSXMLNS = "http://www.w3.org/2000/xmlns/"

	// NSVS holds what a profile has no place for. Processors of TTML ignore
	// namespaces that they do not know.
	NSVS = "https://github.com/vsconvert/vsconvert/ns/ttml"
)

// Space is a namespace that means something to readers. All generations of
// TTML's are one.
type Space uint8

const (
	NoSpace     Space = iota // no namespace
	SpaceTT                  // elements of TTML
	SpaceTTP                 // parameters
	SpaceTTS                 // styles
	SpaceTTM                 // metadata
	SpaceTTA                 // audio
	SpaceDAPTM               // metadata of DAPT
	SpaceEBUTTM              // metadata of the EBU's
	SpaceVS                  // our own
	SpaceXML                 // the prefix xml
	SpaceXMLNS               // declarations of namespaces
	Foreign                  // any other; Name.URI tells which
)

// SpaceOf returns what uri is: the namespaces of TTML 1 and 2, and those of
// its drafts of 2006, which players of the time wrote.
func SpaceOf(uri string) Space {
	switch uri {
	case "":
		return NoSpace
	case NSTT:
		return SpaceTT
	case NSDAPTM:
		return SpaceDAPTM
	case NSEBUTTM:
		return SpaceEBUTTM
	case NSVS:
		return SpaceVS
	case NSXML:
		return SpaceXML
	}
	base, part, _ := strings.Cut(uri, "#")
	switch base {
	case NSTT, "http://www.w3.org/2006/10/ttaf1", "http://www.w3.org/2006/04/ttaf1":
	default:
		return Foreign
	}
	switch part {
	case "":
		return SpaceTT
	case "parameter":
		return SpaceTTP
	case "styling", "style", "style-extension":
		return SpaceTTS
	case "metadata":
		return SpaceTTM
	case "audio":
		return SpaceTTA
	}
	return Foreign
}

// conventional returns what a prefix that was not declared is mostly used for.
func conventional(prefix string) binding {
	uri := "undeclared:" + prefix
	switch prefix {
	case "tt":
		uri = NSTT
	case "ttp":
		uri = NSTTP
	case "tts":
		uri = NSTTS
	case "ttm":
		uri = NSTTM
	case "daptm":
		uri = NSDAPTM
	case "ebuttm":
		uri = NSEBUTTM
	}
	return binding{prefix, uri, SpaceOf(uri)}
}

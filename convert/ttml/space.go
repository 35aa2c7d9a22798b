package ttml

import "strings"

// space is a namespace that means something to the reader. All generations of
// TTML's are one.
type space uint8

const (
	noSpace space = iota
	spaceTT
	spaceTTP
	spaceTTS
	spaceTTM
	spaceTTA
	spaceDAPTM
	spaceEBUTTM
	spaceVS
	spaceXML
	spaceXMLNS
	foreignSpace
)

// spaceOf returns what uri is: the namespaces of TTML 1 and 2, and those of
// its drafts of 2006, which players of the time wrote.
func spaceOf(uri string) space {
	switch uri {
	case "":
		return noSpace
	case nsTT:
		return spaceTT
	case nsDAPTM:
		return spaceDAPTM
	case nsEBUTTM:
		return spaceEBUTTM
	case nsVS:
		return spaceVS
	case nsXML:
		return spaceXML
	}
	base, part, _ := strings.Cut(uri, "#")
	switch base {
	case nsTT, "http://www.w3.org/2006/10/ttaf1", "http://www.w3.org/2006/04/ttaf1":
	default:
		return foreignSpace
	}
	switch part {
	case "":
		return spaceTT
	case "parameter":
		return spaceTTP
	case "styling", "style", "style-extension":
		return spaceTTS
	case "metadata":
		return spaceTTM
	case "audio":
		return spaceTTA
	}
	return foreignSpace
}

// conventional returns what a prefix that was not declared is mostly used for.
func conventional(prefix string) binding {
	uri := "undeclared:" + prefix
	switch prefix {
	case "tt":
		uri = nsTT
	case "ttp":
		uri = nsTTP
	case "tts":
		uri = nsTTS
	case "ttm":
		uri = nsTTM
	case "daptm":
		uri = nsDAPTM
	case "ebuttm":
		uri = nsEBUTTM
	}
	return binding{prefix, uri, spaceOf(uri)}
}

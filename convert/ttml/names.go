package ttml

// Namespaces of TTML 1 and 2, of the profiles built on them, and our own.
const (
	nsTT  = "http://www.w3.org/ns/ttml"
	nsTTP = "http://www.w3.org/ns/ttml#parameter"
	nsTTS = "http://www.w3.org/ns/ttml#styling"
	nsTTM = "http://www.w3.org/ns/ttml#metadata"
	nsTTA = "http://www.w3.org/ns/ttml#audio"

	nsDAPTM  = "http://www.w3.org/ns/ttml/profile/dapt#metadata"
	nsITTS   = "http://www.w3.org/ns/ttml/profile/imsc1#styling"
	nsITTP   = "http://www.w3.org/ns/ttml/profile/imsc1#parameter"
	nsITTM   = "http://www.w3.org/ns/ttml/profile/imsc1#metadata"
	nsEBUTTM = "urn:ebu:tt:metadata"
	nsEBUTTS = "urn:ebu:tt:style"

	nsXML   = "http://www.w3.org/XML/1998/namespace"
	nsXMLNS = "http://www.w3.org/2000/xmlns/"

	// nsVS holds what a profile has no place for. Processors of TTML ignore
	// namespaces that they do not know.
	nsVS = "https://github.com/vsconvert/vsconvert/ns/ttml"
)

// Designators with which a document says what it conforms to.
const (
	designIMSC11   = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
	designIMSC1    = "http://www.w3.org/ns/ttml/profile/imsc1/text"
	designDAPT     = "http://www.w3.org/ns/ttml/profile/dapt1.0/content"
	designEBUTTD   = "urn:ebu:tt:distribution:2014-01"
	designEBUTTD18 = "urn:ebu:tt:distribution:2018-04"
)

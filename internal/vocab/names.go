// Package vocab is what TTML and its profiles call things: their designators,
// the terms of DAPT, and the xml:id of segments.
package vocab

// Designators with which a document says what it conforms to.
const (
	DesignIMSC11        = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
	DesignIMSC1         = "http://www.w3.org/ns/ttml/profile/imsc1/text"
	DesignDAPT          = "http://www.w3.org/ns/ttml/profile/dapt1.0/content"
	DesignDAPTProcessor = "http://www.w3.org/ns/ttml/profile/dapt1.0/processor"
	DesignEBUTTD        = "urn:ebu:tt:distribution:2014-01"
	DesignEBUTTD18      = "urn:ebu:tt:distribution:2018-04"
)

package dapt

// Document is a DAPT script. Fields of strings are "" where they are not
// stated, pointers nil.
type Document struct {
	ScriptType     string   // daptm:scriptType: originalTranscript, translatedTranscript, preRecording or asRecorded
	Represents     []string // daptm:scriptRepresents: content descriptors
	Language       *string  // xml:lang: the primary language
	LanguageSource *string  // daptm:langSrc

	ContentProfiles   []string // ttp:contentProfiles: designators
	ProcessorProfiles []string // ttp:processorProfiles

	FrameRate           string // ttp:frameRate, as it stands
	FrameRateMultiplier string // ttp:frameRateMultiplier
	SubFrameRate        string // ttp:subFrameRate
	TickRate            string // ttp:tickRate

	Title          Words  // ttm:title
	Copyright      Words  // ttm:copyright
	OriginTimecode string // daptm:daptOriginTimecode: the label of time zero
	MediaID        string // ebuttm:sourceMediaIdentifier

	Agents    []Agent
	Metadata  []Element // what else is in the metadata of the head
	Resources []Resource
	Styles    []Style
	Body      *Group // nil where there is none

	Namespaces []Namespace // of others, in the order they are met
	Root       Other       // what else is said on tt
	Head       Other       // and in head: layout and whatever else
	Styling    Other       // and in styling: initial values
}

// Words is a text of metadata, with its white space collapsed unless xml:space
// says not to.
type Words struct {
	Text string
	Other
}

// Agent is a ttm:agent: a Character where its Type is "character", a Talent
// where it is "person".
type Agent struct {
	ID    string // xml:id
	Type  string
	Names []AgentName
	Actor string // ttm:actor: id of the agent who speaks the character
	Other
}

// AgentName is a ttm:name.
type AgentName struct {
	Type string // alias, full, family, given or other
	Words
}

// Name returns the agent's name of a type, or "".
func (a *Agent) Name(kind string) string {
	for i := range a.Names {
		if a.Names[i].Type == kind {
			return a.Names[i].Text
		}
	}
	return ""
}

// Character is somebody in the programme who can be identified.
type Character struct {
	ID         string // Character Identifier
	Name       string // Character Name: its alias
	TalentID   string // id of who speaks it
	TalentName string // and the name: Talent Name
}

// Characters returns the characters of the document with their talents.
func (d *Document) Characters() []Character {
	var all []Character
	for i := range d.Agents {
		a := &d.Agents[i]
		if a.Type != "character" {
			continue
		}
		c := Character{ID: a.ID, Name: a.Name("alias"), TalentID: a.Actor}
		if talent := d.Agent(a.Actor); talent != nil {
			c.TalentName = talent.Name("full")
		}
		all = append(all, c)
	}
	return all
}

// Agent returns the agent with an id, or nil.
func (d *Document) Agent(id string) *Agent {
	for i := range d.Agents {
		if a := &d.Agents[i]; id != "" && a.ID == id {
			return a
		}
	}
	return nil
}

// Common is what any of the document's objects can say.
type Common struct {
	Interval
	ID             string   // xml:id
	Language       *string  // xml:lang
	LanguageSource *string  // daptm:langSrc
	Represents     *string  // daptm:represents: a content descriptor
	Characters     []string // ttm:agent: ids
	Styles         []string // style: ids
	Speak, Pitch   string   // tta:speak, tta:pitch: synthesised audio
	Gain, Pan      string   // tta:gain, tta:pan: a mixing instruction that is not animated
	Mixing         []Mixing // animated mixing instructions
	Descriptions   []Description
	Other
}

// Group is a body, or a div that is no script event but holds some.
type Group struct {
	Common
	Blocks []Block
}

// Block is a part of a group: one of its fields is set.
type Block struct {
	Event   *Event
	Group   *Group
	Element *Element // something else, such as a p outside of script events
}

// Event is a script event: a div with an xml:id and no div in it. Its ID is
// the Script Event Identifier.
type Event struct {
	Common
	OnScreen string // daptm:onScreen; "" means ON
	Texts    []Text
}

// Description is a script event description: a ttm:desc.
type Description struct {
	Type     string  // daptm:descType
	Language *string // xml:lang
	Words
	InMetadata bool // it stands in a metadata element
}

// Text is a text of an event in one language, a p; or a part of one, a span.
type Text struct {
	Common
	Content []Inline
}

// Inline is a part of the content of a text: one of its fields is set.
type Inline struct {
	Text      string
	Break     *Other // a br
	Span      *Text
	Recording *Recording
	Element   *Element
}

// Mixing is an animated mixing instruction: an animate element.
type Mixing struct {
	Interval
	Gain, Pan string // values separated by semicolons, as they stand
	Fill      string // freeze or remove
	Other            // among others keyTimes, calcMode
}

// Recording is an audio recording of a text: an audio element.
type Recording struct {
	Common
	ClipBegin, ClipEnd Time     // In Time and Out Time: of the resource
	Sources            []Source // alternatives
	Linked             bool     // the audio element itself has the src of its only source
}

// Source is one of the alternatives of a recording.
type Source struct {
	Address string // src, as it stands: a URL, or # and the id of a resource
	Type    string // media type
	Format  string // further formatting information
	Data    *Data  // the sound itself
	Other
}

// Data is an embedded resource, a data element.
type Data struct {
	ID       string
	Address  string // src: it is elsewhere
	Type     string // media type
	Format   string
	Encoding string // "" is base64; or base16, base32, base32hex, base64url
	Bytes    []byte // decoded
	Chunks   []int  // the lengths of its chunk elements; nil where there are none
	Other
}

// Resource is a resource of the head: one of its fields is set.
type Resource struct {
	Data    *Data
	Audio   *Recording
	Element *Element
}

// Style is a style element: a Character Style where it has Characters.
type Style struct{ Common }

// Other is what an element has beyond what this package has names for.
type Other struct {
	Attrs    []Attr
	Elements []Element
}

// Attr is an attribute.
type Attr struct {
	Space string // namespace
	Local string
	Value string
}

// Element is an element.
type Element struct {
	Space   string // namespace
	Local   string
	Attrs   []Attr
	Content []Node
}

// Node is a part of an element's content: text, or an element.
type Node struct {
	Text    string
	Element *Element
}

// Namespace is a namespace and the prefix it goes by.
type Namespace struct{ Prefix, URI string }

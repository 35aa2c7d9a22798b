package ttml

import (
	"maps"
	"slices"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

// agent is who may speak.
type agent struct {
	name string
	at   int  // offset of its element
	used bool // it speaks
}

// speaker returns the name of the agent that an attribute names, or "".
func (r *reader) speaker(a *xmltoken.Attr) string {
	if a.Space != xmltoken.SpaceTTM || a.Local != "agent" {
		return ""
	}
	found := r.agents[a.Value()]
	if found == nil {
		return ""
	}
	found.used = true
	return found.name
}

// agent reads who speaks: an alias before other names. What else an agent says
// of itself is told of.
func (r *reader) agent() bool {
	at := r.sc.Tok.At
	var id, name string
	for i := range r.sc.Tok.Attrs {
		switch a := &r.sc.Tok.Attrs[i]; {
		case a.Space == xmltoken.SpaceXML && a.Local == "id":
			id = a.Value()
		case a.Space == xmltoken.NoSpace && a.Local == "type" && a.Value() != "character":
			if !r.drop("type of agent", a.At, "type of an agent", a.Value()) {
				return false
			}
		}
	}
	for r.sc.Next() {
		tok := &r.sc.Tok
		ok := true
		switch {
		case tok.Kind == xmltoken.End:
			if id == "" || name == "" {
				return r.drop("agent without name", at, "agent without a name", id)
			}
			if r.agents == nil {
				r.agents = make(map[string]*agent)
			}
			r.agents[id] = &agent{name: name, at: at}
			return true
		case tok.Kind == xmltoken.Text:
			ok = r.textInMetadata(tok)
		case tok.Name.Space == xmltoken.SpaceTTM && tok.Name.Local == "name":
			name, ok = r.agentName(name)
		default:
			ok = r.metadatum()
		}
		if !ok {
			return false
		}
	}
	return false
}

// agentName reads a name of an agent that is called known up to now, and
// returns what it is called then.
func (r *reader) agentName(known string) (string, bool) {
	at := r.sc.Tok.At
	alias := false
	for i := range r.sc.Tok.Attrs {
		alias = alias || r.sc.Tok.Attrs[i].Local == "type" && r.sc.Tok.Attrs[i].Value() == "alias"
	}
	name, ok := r.content()
	if known == "" || !ok {
		return name, ok
	}
	if alias {
		known, name = name, known
	}
	return known, r.drop("names of agent", at, "another name of an agent", name)
}

// silentAgents tells of agents that say nothing.
func (r *reader) silentAgents() bool {
	byPlace := func(a, b string) int { return r.agents[a].at - r.agents[b].at }
	for _, id := range slices.SortedFunc(maps.Keys(r.agents), byPlace) {
		if a := r.agents[id]; !a.used && !r.drop("silent agent", a.at, "agent without a text", id) {
			return false
		}
	}
	return true
}

package adapt

import "google.golang.org/protobuf/reflect/protoreflect"

// rename replaces a string wherever it is the whole value of a field, and says whether it found one. It does not look into
// packed messages.
func rename(message protoreflect.Message, from, to string) (found bool) {
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.IsMap():
		case field.IsList():
			list := value.List()
			for i := 0; i < list.Len(); i++ {
				if field.Message() != nil {
					found = rename(list.Get(i).Message(), from, to) || found
				} else if field.Kind() == protoreflect.StringKind && list.Get(i).String() == from {
					list.Set(i, protoreflect.ValueOfString(to))
					found = true
				}
			}
		case field.Message() != nil:
			found = rename(value.Message(), from, to) || found
		case field.Kind() == protoreflect.StringKind && value.String() == from:
			message.Set(field, protoreflect.ValueOfString(to))
			found = true
		}
		return true
	})
	return found
}

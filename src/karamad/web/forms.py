"""How every form is drawn: the summary that links, then the fields."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Use our templates for `{{ form }}` and `{{ form.name.as_field_group }}`."""

    form_template_name = "web/form.html"
    field_template_name = "web/_field.html"

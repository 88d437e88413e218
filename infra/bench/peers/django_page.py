"""The page by Django, as a client of its own asks for it, with forms and components of crispy-forms-gds."""

from pathlib import Path
from typing import Any

import django
from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Submit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path

from infra.bench.peers.questions import PAGE, count, page

QUESTIONS = page()
ASIDE = [
    *("django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"),
    *("django.middleware.csrf.CsrfViewMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"),
]


def field(question: dict[str, Any]) -> forms.Field:
    said = {"label": question["label"], "help_text": question["hint"], "required": question.get("required", True)}
    match question["type"]:
        case "choice":
            return forms.ChoiceField(choices=[("yes", "Oui"), ("no", "Non")], widget=forms.RadioSelect, **said)
        case "long_text":
            return forms.CharField(widget=forms.Textarea, **said)
        case "date":
            return DateInputField(**said)
    return forms.CharField(**said)


class Page(forms.Form):  # type: ignore[misc]  # Django ships no types
    """Declares its fields once, as an application would; each request makes a form of them."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("submit", "Continuer"))


def form(request: HttpRequest, language: str, number: str, name: str) -> HttpResponse:
    return render(request, "django_page.html", {**QUESTIONS, "form": Page(), "place": (language, number, name)})


urlpatterns = [path("<language>/applications/<number>/form/<name>", form)]

if __name__ == "__main__":
    settings.configure(
        SECRET_KEY="of nothing",  # noqa: S106 -- it guards nobody
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["testserver"],
        INSTALLED_APPS=["crispy_forms", "crispy_forms_gds"],
        CRISPY_ALLOWED_TEMPLATE_PACKS=["gds"],
        CRISPY_TEMPLATE_PACK="gds",
        MIDDLEWARE=ASIDE,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [Path(__file__).parent],
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
    )
    django.setup()
    Page.base_fields = {each["key"]: field(each) for each in QUESTIONS["questions"]}
    client = Client()
    count(lambda: str(client.get(PAGE).content, "utf-8"))

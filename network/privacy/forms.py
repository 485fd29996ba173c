"""The form with which somebody asks for erasure."""

from __future__ import annotations

from django import forms

from network.privacy.models import ErasureRequest


class ErasureRequestForm(forms.ModelForm):
    class Meta:
        model = ErasureRequest
        fields = ["note"]

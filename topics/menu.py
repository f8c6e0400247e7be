def menu(request):
    return {"menu": []}
